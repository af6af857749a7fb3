// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.trial.Given.NamedDatum;
import io.millrace.cli.trial.Given.Place;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.source.SourceRecord;

/** A source: what is given is what the connector would hand over; what leaves is bytes. */
final class SourceEnds implements Ends<SourceRecord> {
    private final Converters converters;

    SourceEnds(Converters converters) {
        this.converters = converters;
    }

    @Override
    public SourceRecord arrive(Given given) throws StageFailure {
        Place place = given.place();
        SchemaAndValue key = data(Stage.KEY_CONVERTER, given, given.key());
        SchemaAndValue value = data(Stage.VALUE_CONVERTER, given, given.value());
        ConnectHeaders headers = new ConnectHeaders();
        for (NamedDatum header : given.headers()) {
            headers.add(header.name(), headerData(given, header));
        }
        return new SourceRecord(
                Map.of(),
                Map.of("record", given.number()),
                place.topic(),
                place.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                place.timestamp(),
                headers);
    }

    /** Bytes are of a topic that the connector wrote to. */
    private SchemaAndValue data(Stage stage, Given given, Datum datum) throws StageFailure {
        if (datum instanceof Datum.Bytes bytes) {
            return converters.read(stage, given.place().topic(), new RecordHeaders(), bytes.copy());
        }
        return datum instanceof Datum.Json json
                ? StageFailure.at(stage, () -> converters.data(json))
                : SchemaAndValue.NULL;
    }

    /** Connectors' headers are texts, most of them, and say so. */
    private SchemaAndValue headerData(Given given, NamedDatum header) throws StageFailure {
        if (header.value() instanceof Datum.Json json && json.node().isTextual()) {
            return new SchemaAndValue(Schema.STRING_SCHEMA, json.node().textValue());
        }
        if (header.value() instanceof Datum.Bytes bytes) {
            RecordHeaders one = new RecordHeaders();
            one.add(header.name(), bytes.copy());
            var read = converters.read(given.place().topic(), one).lastWithName(header.name());
            return new SchemaAndValue(read.schema(), read.value());
        }
        return data(Stage.HEADER_CONVERTER, given, header.value());
    }

    @Override
    public ProducerRecord<byte[], byte[]> leave(SourceRecord record) throws StageFailure {
        return converters.write(record);
    }
}
