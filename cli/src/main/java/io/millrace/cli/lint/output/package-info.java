// SPDX-License-Identifier: Apache-2.0
/** Findings as text, JSON and SARIF. */
package io.millrace.cli.lint.output;
