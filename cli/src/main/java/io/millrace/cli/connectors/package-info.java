// SPDX-License-Identifier: Apache-2.0
/** {@code millrace connectors}: how the connectors of a Connect group are, and what to do with them. */
package io.millrace.cli.connectors;
