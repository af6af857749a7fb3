// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a shape made of one JSON value.
 *
 * @param topic null for the configured one
 * @param timestampMs milliseconds since 1970; null for the producer's clock
 * @param id what tells the record from others; null if nothing does
 * @param pageKey what asks an API for the records after this one; null where none does
 */
public record Shaped(
        @Nullable String topic,
        @Nullable Schema keySchema,
        @Nullable Object key,
        Schema valueSchema,
        Object value,
        @Nullable Long timestampMs,
        @Nullable Headers headers,
        @Nullable String id,
        @Nullable String pageKey) {}
