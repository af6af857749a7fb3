// SPDX-License-Identifier: Apache-2.0
/** {@code millrace try}: records through a connector's transforms and converters, as a worker would take them. */
package io.millrace.cli.trial;
