// SPDX-License-Identifier: Apache-2.0
/**
 * {@code millrace up}: the whole pipeline as child processes on one machine, its display, and the check that compares both
 * ends. It takes plugins as archives, as users do, and servers from the testkit; it knows no class of a plugin.
 */
package io.millrace.quickstart;
