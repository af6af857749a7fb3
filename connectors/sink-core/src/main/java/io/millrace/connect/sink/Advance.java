// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The move of one partition's stored offset, valid only while {@code epoch} and {@code expected} are what is stored.
 *
 * @param expected null while nothing was ever committed
 * @param from the first offset that the rows are of
 */
public record Advance(
        TopicPartition partition, long epoch, @Nullable Long expected, long from, long next) {}
