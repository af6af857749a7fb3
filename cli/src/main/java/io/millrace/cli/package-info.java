// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code millrace}: what users want to know of Connect plugins and connector files before they deploy them.
 * Each subcommand has a package of its own; {@code document}, {@code plugins} and {@code terminal} are what they share.
 */
package io.millrace.cli;
