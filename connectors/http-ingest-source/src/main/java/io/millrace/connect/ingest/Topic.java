// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a request says of its topic.
 *
 * @param name null if it names none
 * @param path its path without the topic
 */
record Topic(@Nullable String name, String path) {}
