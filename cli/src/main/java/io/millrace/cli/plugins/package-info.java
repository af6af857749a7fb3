// SPDX-License-Identifier: Apache-2.0
/** Plugins of a {@code plugin.path}, loaded with Connect's own isolation. */
package io.millrace.cli.plugins;
