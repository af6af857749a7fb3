// SPDX-License-Identifier: Apache-2.0
/** A Connect worker's REST API, as commands use it: patient while the group rebalances, plain where it fails. */
package io.millrace.cli.rest;
