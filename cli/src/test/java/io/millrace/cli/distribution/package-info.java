// SPDX-License-Identifier: Apache-2.0
/** The archive that users unpack, used as they use it. */
package io.millrace.cli.distribution;
