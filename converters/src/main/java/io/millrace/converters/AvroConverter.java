// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.AvroConverterConfig;
import io.millrace.converters.internal.registry.Registry;
import io.millrace.converters.internal.wire.AvroDecoder;
import io.millrace.converters.internal.wire.AvroEncoder;
import io.millrace.records.PluginVersion;
import io.millrace.records.Side;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values as Avro in Confluent's wire format, with their schemas in a schema registry.
 *
 * <p>The bytes and the schema text are those of Confluent's converter, under its option names. Every Connect type and
 * logical type is read back as it was written. Null is null, whatever the schema. Data without a schema is written as a
 * self-describing record.
 *
 * <p>A record that cannot be converted is a {@link org.apache.kafka.connect.errors.DataException}, which Connect may skip
 * or send to a dead letter queue. A registry that cannot be asked is never one: it is waited for, then the task
 * fails, with nothing skipped, and goes on where it was when it is started again. Thread-safe once configured.
 */
public final class AvroConverter implements Converter, Versioned {
    private @Nullable AvroEncoder encoder;
    private @Nullable AvroDecoder decoder;

    /** Called by Connect. */
    public AvroConverter() {}

    @Override
    public void configure(Map<String, ?> props, boolean isKey) {
        AvroConverterConfig config = new AvroConverterConfig(props);
        Side side = isKey ? Side.KEY : Side.VALUE;
        Registry registry = config.registry().client();
        encoder = new AvroEncoder(config.writing(side), registry, System::nanoTime);
        decoder = new AvroDecoder(config.reading(side), registry, System::nanoTime);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return Objects.requireNonNull(encoder, "not configured").encode(topic, null, schema, value);
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return Objects.requireNonNull(encoder, "not configured").encode(topic, headers, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return Objects.requireNonNull(decoder, "not configured").decode(topic, null, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, @Nullable Headers headers, byte @Nullable [] value) {
        return Objects.requireNonNull(decoder, "not configured").decode(topic, headers, value);
    }

    @Override
    public ConfigDef config() {
        return AvroConverterConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(AvroConverter.class);
    }
}
