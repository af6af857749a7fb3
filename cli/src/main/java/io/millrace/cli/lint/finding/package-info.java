// SPDX-License-Identifier: Apache-2.0
/** What lint can find, and what it found. */
package io.millrace.cli.lint.finding;
