// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.converters.internal.AvroConverterConfig;
import io.millrace.converters.internal.avro.AvroToConnect;
import io.millrace.converters.internal.wire.AvroDecoder;
import io.millrace.records.Errors;
import io.millrace.records.Fault;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what one {@link Decoding} says, by a plan for each schema that data were written with. One per JVM: the registry is
 * asked once for each schema, not once for each task. Thread-safe.
 */
final class RowDecoder {
    private static final int MAX_KEPT = 1_000;
    private static final ConcurrentMap<Decoding, RowDecoder> KEPT = new ConcurrentHashMap<>();
    private static final String CHECK_PRODUCER = "Check the producer's serializer.";

    private final Decoding decoding;
    private final AvroDecoder decoder;
    private final Conversion conversion;

    private RowDecoder(Decoding decoding) {
        this.decoding = decoding;
        AvroConverterConfig settings =
                new AvroConverterConfig(decoding.settings().resolved());
        Schema reader = decoding.schema();
        decoder = AvroDecoder.resolvingTo(
                reader, settings.reading(decoding.side()), settings.registry().client(), Utf8Input.SOURCE);
        conversion = conversion(decoding, settings, reader);
    }

    static RowDecoder of(Decoding decoding) {
        RowDecoder kept = KEPT.get(decoding);
        if (kept != null) {
            return kept;
        }
        if (KEPT.size() >= MAX_KEPT) {
            KEPT.clear();
        }
        return KEPT.computeIfAbsent(decoding, RowDecoder::new);
    }

    /** What {@link #decode} gives; throws a {@link DataException} for a schema that Spark has no type for. Asks nobody. */
    static DataType type(Decoding decoding) {
        return conversion(decoding, new AvroConverterConfig(decoding.settings().resolved()), decoding.schema())
                .type();
    }

    private static Conversion conversion(Decoding decoding, AvroConverterConfig settings, Schema reader) {
        try {
            return Conversions.of(AvroToConnect.translate(reader, settings.data()));
        } catch (Fault fault) {
            throw new DataException(Errors.sentence(
                    "read " + decoding + " in Spark",
                    fault.found(),
                    fault.at(decoding.toString()),
                    fault.remedyOr("Pin another version of the schema.")));
        }
    }

    /** The value in {@code bytes}, as Spark's rows hold it. Throws a {@link DataException} for bytes that hold none. */
    @Nullable Object decode(byte[] bytes) {
        Object value = decoder.decode(decoding.place(), null, bytes).value();
        try {
            return value == null ? null : conversion.convert(value);
        } catch (Fault fault) {
            throw new DataException(Errors.sentence(
                    "read data in Spark",
                    fault.found(),
                    fault.at(decoding.toString()),
                    fault.remedyOr(CHECK_PRODUCER)));
        }
    }
}
