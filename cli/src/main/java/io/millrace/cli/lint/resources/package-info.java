// SPDX-License-Identifier: Apache-2.0
/** What lint looks for in Strimzi's resources. */
package io.millrace.cli.lint.resources;
