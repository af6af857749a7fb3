// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A sink whose converters have done their work: what is given is what they made of the bytes. */
final class DecodedEnds implements Ends<SinkRecord> {
    private final SourceEnds texts;

    DecodedEnds(Converters converters) {
        this.texts = new SourceEnds(converters);
    }

    @Override
    public SinkRecord arrive(Given given) throws StageFailure {
        SourceRecord data = texts.arrive(given);
        ConnectHeaders headers = new ConnectHeaders(data.headers());
        return SinkEnds.record(
                given,
                new SchemaAndValue(data.keySchema(), data.key()),
                new SchemaAndValue(data.valueSchema(), data.value()),
                data.timestamp(),
                headers);
    }

    @Override
    public @Nullable ProducerRecord<byte[], byte[]> leave(SinkRecord record) {
        return null;
    }
}
