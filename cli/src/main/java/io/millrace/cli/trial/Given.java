// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to try, as it was found.
 *
 * @param number from 1
 * @param at where: {@code orders.jsonl:3} or {@code orders-0@17}
 * @param place its topic, partition, offset and timestamp
 */
record Given(int number, String at, Place place, Datum key, Datum value, List<NamedDatum> headers) {
    Given {
        headers = List.copyOf(headers);
    }

    /** Where in Kafka a record is, as far as it is known. */
    record Place(
            String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable Long timestamp) {}

    /** A header. */
    record NamedDatum(String name, Datum value) {}
}
