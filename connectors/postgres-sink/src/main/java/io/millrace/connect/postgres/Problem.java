// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

/** What is wrong with a configuration, and the key to change. */
record Problem(String key, String message) {}
