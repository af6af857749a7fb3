// SPDX-License-Identifier: Apache-2.0
/** {@code millrace connectors offsets}: shows, alters and resets offsets, with a look at what that means first. */
package io.millrace.cli.offsets;
