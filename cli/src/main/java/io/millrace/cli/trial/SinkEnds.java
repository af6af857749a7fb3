// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.trial.Given.Place;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.util.ConnectUtils;
import org.jspecify.annotations.Nullable;

/** A sink: what is given is in Kafka; what leaves is what the connector gets. */
final class SinkEnds implements Ends<SinkRecord> {
    private final Converters converters;

    SinkEnds(Converters converters) {
        this.converters = converters;
    }

    @Override
    public SinkRecord arrive(Given given) throws StageFailure {
        Place place = given.place();
        RecordHeaders headers = new RecordHeaders();
        given.headers().forEach(header -> headers.add(header.name(), headerBytes(header.value())));
        SchemaAndValue key =
                converters.read(Stage.KEY_CONVERTER, place.topic(), headers, bytes(Stage.KEY_CONVERTER, given.key()));
        SchemaAndValue value = converters.read(
                Stage.VALUE_CONVERTER, place.topic(), headers, bytes(Stage.VALUE_CONVERTER, given.value()));
        ConnectHeaders read = converters.read(place.topic(), headers);
        Long timestamp =
                StageFailure.at(Stage.VALUE_CONVERTER, () -> ConnectUtils.checkAndConvertTimestamp(place.timestamp()));
        return record(given, key, value, timestamp, read);
    }

    static SinkRecord record(
            Given given, SchemaAndValue key, SchemaAndValue value, @Nullable Long timestamp, ConnectHeaders headers) {
        Place place = given.place();
        return new SinkRecord(
                place.topic(),
                place.partition() == null ? 0 : place.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                place.offset() == null ? given.number() - 1 : place.offset(),
                timestamp,
                timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
                headers);
    }

    private byte @Nullable [] bytes(Stage stage, Datum datum) {
        if (datum instanceof Datum.Bytes bytes) {
            return bytes.copy();
        }
        return datum instanceof Datum.Json json ? converters.bytes(stage, json.node()) : null;
    }

    /** Headers are texts, most of them, without quotes. */
    private static byte @Nullable [] headerBytes(Datum datum) {
        if (datum instanceof Datum.Json json) {
            return json.node().isTextual()
                    ? json.node().textValue().getBytes(StandardCharsets.UTF_8)
                    : Converters.bytes(json.node());
        }
        return datum instanceof Datum.Bytes bytes ? bytes.copy() : null;
    }

    @Override
    public @Nullable ProducerRecord<byte[], byte[]> leave(SinkRecord record) {
        return null;
    }
}
