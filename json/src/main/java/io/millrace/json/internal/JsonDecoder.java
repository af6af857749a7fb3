// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Errors;
import io.millrace.records.Fault;
import io.millrace.records.Side;
import java.io.IOException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns JSON text into Connect data with a schema: a given one, or one learned from the topic. Thread-safe. */
public abstract class JsonDecoder {
    /** What is read, and the most bytes that a record may have. */
    public record Settings(Side side, int maxBytes) {}

    /** Something done to a JSON text from its beginning. */
    interface Reading<T> {
        T read(JsonInput in) throws IOException;
    }

    private final Settings settings;

    JsonDecoder(Settings settings) {
        this.settings = settings;
    }

    /** Reads into {@code pinned}. */
    public static JsonDecoder of(Settings settings, PinnedSchema pinned) {
        return new PinnedDecoder(settings, pinned);
    }

    /** Learns by {@code rules}. */
    public static JsonDecoder of(Settings settings, Inference rules) {
        return new LearningDecoder(settings, rules);
    }

    /** The data in {@code json}; {@link SchemaAndValue#NULL} for null, and for JSON's null. */
    public final SchemaAndValue decode(String topic, byte @Nullable [] json) {
        if (json == null) {
            return SchemaAndValue.NULL;
        }
        try {
            if (json.length > settings.maxBytes) {
                throw new Fault(
                        json.length + " bytes (expected at most " + settings.maxBytes + ")",
                        "Raise 'max.bytes' if the record is right.");
            }
            return read(topic, json);
        } catch (Fault fault) {
            throw new DataException(Errors.sentence(
                    "read JSON",
                    fault.found(),
                    fault.at(topic + " " + settings.side.label()),
                    fault.remedyOr("Check the producer's serializer.")));
        }
    }

    abstract SchemaAndValue read(String topic, byte[] json);

    /** Faults in the text come with their place in it. */
    static <T> T located(byte[] json, Reading<T> reading) {
        try (JsonInput in = JsonInput.of(json)) {
            try {
                return reading.read(in);
            } catch (Fault fault) {
                throw in.located(fault);
            } catch (IOException e) {
                throw in.located(in.fault(e));
            }
        } catch (IOException e) {
            throw new Fault("bytes that are not JSON in UTF-8");
        }
    }
}
