// SPDX-License-Identifier: Apache-2.0
/** {@code millrace describe}: which plugins a path holds, and the settings of each, as text, JSON or Markdown. */
package io.millrace.cli.describe;
