// SPDX-License-Identifier: Apache-2.0
/** What lint looks for in a connector, and in connectors that run side by side. */
package io.millrace.cli.lint.checks;
