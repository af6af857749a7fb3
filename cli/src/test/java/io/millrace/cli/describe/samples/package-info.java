// SPDX-License-Identifier: Apache-2.0
/** Plugins that tests put into jars. */
package io.millrace.cli.describe.samples;
