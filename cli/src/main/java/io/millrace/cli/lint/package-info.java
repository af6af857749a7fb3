// SPDX-License-Identifier: Apache-2.0
/** {@code millrace lint}: what is wrong with connector files and Strimzi's resources, before they are deployed. */
package io.millrace.cli.lint;
