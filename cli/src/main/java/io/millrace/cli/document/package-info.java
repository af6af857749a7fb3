// SPDX-License-Identifier: Apache-2.0
/**
 * Connector files: JSON for Connect's REST API and Strimzi's resources in YAML, read with the place of each value. Knows
 * nothing of plugins.
 */
package io.millrace.cli.document;
