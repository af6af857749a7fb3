// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** What is wrong with a configuration, and the key to change. */
public record Problem(String key, String message) {}
