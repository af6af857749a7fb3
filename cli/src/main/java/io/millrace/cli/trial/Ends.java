// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** What comes before a chain of transforms, and what comes after it. */
interface Ends<R extends ConnectRecord<R>> {
    /** The record that the chain gets. */
    R arrive(Given given) throws StageFailure;

    /** The bytes for Kafka; null where the record itself is what the connector gets. */
    @Nullable ProducerRecord<byte[], byte[]> leave(R record) throws StageFailure;
}
