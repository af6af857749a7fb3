// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import io.millrace.converters.internal.fallback.FallbackReader;
import io.millrace.converters.internal.fallback.UndecodableLog;
import io.millrace.records.PluginVersion;
import io.millrace.records.Side;
import java.io.Closeable;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics that hold several formats: reads each record with the first of its converters that may and can read it.
 *
 * <p>Which may is told by the first bytes and the headers. Bytes that none can read become a struct {@code
 * io.millrace.Undecodable} (version 1: {@code bytes}; {@code reason}, a string without content; {@code topic}, a string;
 * all required), and are written as those bytes again. Null is null. Data are written by one of the converters.
 *
 * <p>Only what is the data's fault makes it go on to the next converter. A registry outage, anything to be retried, a
 * network that fails and wrong settings are passed on as they are. Thread-safe if its converters are.
 */
public final class FallbackConverter implements Converter, Versioned, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FallbackConverter.class);

    private @Nullable FallbackReader reader;

    /** Called by Connect. */
    public FallbackConverter() {}

    @Override
    public void configure(Map<String, ?> props, boolean isKey) {
        reader = new FallbackConverterConfig(props)
                .reader(isKey ? Side.KEY : Side.VALUE, new UndecodableLog(System::nanoTime, LOG::warn));
    }

    private FallbackReader reader() {
        return Objects.requireNonNull(reader, "not configured");
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return reader().write(topic, null, schema, value);
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return reader().write(topic, headers, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return reader().read(topic, null, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, @Nullable Headers headers, byte @Nullable [] value) {
        return reader().read(topic, headers, value);
    }

    @Override
    public ConfigDef config() {
        return FallbackConverterConfig.DEF;
    }

    @Override
    public String version() {
        return PluginVersion.of(FallbackConverter.class);
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
