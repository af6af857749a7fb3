// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.json.internal.JsonDecoder;
import io.millrace.json.internal.JsonEncoder;
import io.millrace.records.PluginVersion;
import io.millrace.records.Side;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Plain JSON (RFC 8259) as data with a schema, learned from the records of each topic, so that sinks get typed columns.
 *
 * <p>Reading: objects are structs, whose fields are all optional and in the order in which they were first seen;
 * integers are int64, other numbers float64, arrays arrays, and what has no one type JSON text (a string named {@code
 * io.debezium.data.Json}). A topic's schema only ever becomes wider, and is the same object until it does; no number is
 * changed. It is not kept over a restart: with {@code schema.content} (KIP-1054) nothing is learned and every record has
 * the schema given. Null and JSON's null are null.
 *
 * <p>Writing: JSON without schema, from which data with a given schema are read back as they were.
 *
 * <p>What is no JSON, or does not fit, is a {@link org.apache.kafka.connect.errors.DataException} with topic, position
 * and path, without content. Thread-safe once configured.
 */
public final class InferringJsonConverter implements Converter, Versioned {
    private @Nullable JsonDecoder decoder;
    private @Nullable JsonEncoder encoder;

    /** Called by Connect. */
    public InferringJsonConverter() {}

    @Override
    public void configure(Map<String, ?> props, boolean isKey) {
        InferringJsonConverterConfig config = new InferringJsonConverterConfig(props);
        Side side = isKey ? Side.KEY : Side.VALUE;
        decoder = config.decoder(side);
        encoder = config.encoder(side);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return Objects.requireNonNull(encoder, "not configured").encode(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return Objects.requireNonNull(decoder, "not configured").decode(topic, value);
    }

    @Override
    public ConfigDef config() {
        return InferringJsonConverterConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(InferringJsonConverter.class);
    }
}
