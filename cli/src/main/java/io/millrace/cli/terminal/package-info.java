// SPDX-License-Identifier: Apache-2.0
/** How commands talk to whoever called them: colours, widths, exit codes, and errors without a stack trace. */
package io.millrace.cli.terminal;
