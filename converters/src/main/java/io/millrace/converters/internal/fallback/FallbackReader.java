// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each record with the first of its converters that can, in their order; writes with one of them. Whatever is not
 * the data's fault is passed on. Thread-safe if they are.
 */
public final class FallbackReader implements AutoCloseable {
    /** What becomes of bytes that none can read. */
    public enum Otherwise {
        /** A record of {@link Undecodable#SCHEMA}. */
        STRUCT,
        /** A {@link DataException}. */
        FAIL
    }

    private static final Logger LOG = LoggerFactory.getLogger(FallbackReader.class);

    private final Side side;
    private final List<Nested> nested;
    private final Nested writer;
    private final Otherwise otherwise;
    private final UndecodableLog log;

    FallbackReader(Side side, List<Nested> nested, Nested writer, Otherwise otherwise, UndecodableLog log) {
        this.side = side;
        this.nested = List.copyOf(nested);
        this.writer = writer;
        this.otherwise = otherwise;
        this.log = log;
    }

    /** The data in {@code bytes}; {@link SchemaAndValue#NULL} for null. */
    public SchemaAndValue read(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        Sample record = new Sample(side, headers, bytes);
        StringBuilder reasons = new StringBuilder();
        for (Nested each : nested) {
            if (each.reads(record)) {
                try {
                    return read(each.converter(), topic, headers, bytes);
                } catch (RuntimeException e) {
                    if (!DataFaults.isDataFault(e)) {
                        throw e;
                    }
                    reasons.append(reasons.isEmpty() ? "" : " | ")
                            .append(each.name())
                            .append(": ")
                            .append(each.reason(e));
                }
            }
        }
        return otherwise(topic, bytes, reasons.isEmpty() ? unclaimed(bytes) : reasons.toString());
    }

    private static SchemaAndValue read(Converter converter, String topic, @Nullable Headers headers, byte[] bytes) {
        return headers == null ? converter.toConnectData(topic, bytes) : converter.toConnectData(topic, headers, bytes);
    }

    private static String unclaimed(byte[] bytes) {
        return bytes.length == 0
                ? "0 bytes, for which no converter is meant"
                : String.format(
                        "%d bytes, the first 0x%02x, for which no converter is meant", bytes.length, bytes[0] & 0xff);
    }

    private SchemaAndValue otherwise(String topic, byte[] bytes, String reason) {
        return switch (otherwise) {
            case STRUCT -> {
                log.count(topic, reason);
                yield Undecodable.of(topic, bytes, reason);
            }
            case FAIL ->
                throw new DataException(Errors.sentence(
                        "read the record",
                        reason,
                        topic + " " + side.label(),
                        "Correct the producer, add a converter, or set 'undecodable=struct'."));
        };
    }

    /** The bytes of {@code value}: those that could not be read, as they came; any other by the converter that writes. */
    public byte @Nullable [] write(
            String topic, @Nullable Headers headers, @Nullable Schema schema, @Nullable Object value) {
        byte[] unread = Undecodable.bytes(schema, value);
        if (unread != null) {
            return unread;
        }
        return headers == null
                ? writer.converter().fromConnectData(topic, schema, value)
                : writer.converter().fromConnectData(topic, headers, schema, value);
    }

    /** Closes the converters that can be closed, which on older workers is none of Kafka's. */
    @Override
    public void close() {
        for (Nested each : nested) {
            close(each);
        }
    }

    static void close(Nested each) {
        Object converter = each.converter(); // what a Converter is, an older worker says otherwise
        if (converter instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) { // whatever it is, the others are to be closed as well
                LOG.warn("Closing converter {} failed", each.name(), e);
            }
        }
    }
}
