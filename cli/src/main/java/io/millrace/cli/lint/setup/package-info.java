// SPDX-License-Identifier: Apache-2.0
/** A connector as lint sees it: its settings beside the plugins that they are for. */
package io.millrace.cli.lint.setup;
