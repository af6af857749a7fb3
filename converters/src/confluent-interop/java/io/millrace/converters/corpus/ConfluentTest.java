// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.wire.Codec;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus against Confluent's own converter and serializer, with each combination of at most two data options away
 * from its default, and of all but two. Compiled and run by the profile {@code confluent-interop} only: Confluent's
 * artifacts are not on Maven Central.
 */
class ConfluentTest {
    private static final String TOPIC = "orders";

    private static final String OLD_AVRO =
            "Confluent ships Avro 1.11, which widens floats in defaults of fields; here its code runs on a newer one";
    private static final String NULL_AS_DEFAULT = "Confluent's marks null as a default of a union that was read";

    /** Where the two differ, and why. */
    private static final Map<String, String> DIFFERENCES = Map.of(
            "array-field-default", OLD_AVRO,
            "float32-field-default", OLD_AVRO,
            "float32-field-everything", OLD_AVRO,
            "float32-field-optional-default", OLD_AVRO,
            "union-connect-optional", NULL_AS_DEFAULT,
            "union-optional", NULL_AS_DEFAULT,
            "entries-field-default", "Confluent's loses defaults of maps with other keys than text when it reads");

    static Stream<Switches> switches() {
        int all = DataOption.values().length;
        return Switches.combinations(EnumSet.allOf(DataOption.class)).stream()
                .filter(switches -> Math.min(switches.flipped().size(), all - switches.flipped().size()) <= 2);
    }

    @ParameterizedTest
    @MethodSource("switches")
    void agreesWithConfluentsConverter(Switches switches) {
        Map<String, String> found = new TreeMap<>();
        for (Case each : Corpus.all()) {
            if (!Outcome.of(each, switches).isRefused()) {
                new Comparison(each, switches).run().ifPresent(difference -> found.put(each.name(), difference));
            }
        }

        found.keySet().removeAll(DIFFERENCES.keySet());
        assertThat(found).isEmpty();
    }

    private static final class Comparison {
        private final Case each;
        private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        private final AvroConverter theirs = new AvroConverter(registry);
        private final Codec ours;

        Comparison(Case each, Switches switches) {
            this.each = each;
            ours = new Codec(switches.options());
            theirs.configure(settings(switches), false);
        }

        private static Map<String, Object> settings(Switches switches) {
            Map<String, Object> settings = new HashMap<>();
            settings.put("schema.registry.url", "mock://corpus");
            settings.put(
                    "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy");
            for (DataOption option : DataOption.values()) {
                boolean on = option.isOnByDefault() != switches.flipped().contains(option);
                settings.put(option.key(), String.valueOf(on));
            }
            return settings;
        }

        Optional<String> run() {
            try {
                for (Object value : each.values()) {
                    String difference = difference(value);
                    if (!difference.isEmpty()) {
                        return Optional.of(difference);
                    }
                }
                return Optional.empty();
            } catch (IOException | RestClientException | RuntimeException e) {
                return Optional.of(e.toString());
            }
        }

        private String difference(Object value) throws IOException, RestClientException {
            byte[] written = ours.write(each.schema(), value);
            byte[] theirBytes = theirs.fromConnectData(TOPIC, each.schema(), value);
            String text = registry.getLatestSchemaMetadata(TOPIC + "-value").getSchema();
            SchemaAndValue read = ours.read(written);
            SchemaAndValue theirRead = theirs.toConnectData(TOPIC, theirBytes);
            return difference("text", ours.newestText(), text)
                    + difference("data", Codec.payload(written), Codec.payload(theirBytes))
                    + difference("schema", withoutVersion(read), withoutVersion(theirRead))
                    + difference("value", Rendered.value(read.value()), Rendered.value(theirRead.value()))
                    + serializerDifference(theirBytes, new Schema.Parser().parse(text));
        }

        /** What Confluent's deserializer reads of our bytes, written by its serializer. */
        private String serializerDifference(byte[] framed, Schema avro) {
            Map<String, Object> settings = Map.of(
                    "schema.registry.url", "mock://corpus", "auto.register.schemas", "true", "avro.use.logical.type.converters", "false");
            try (KafkaAvroDeserializer reader = new KafkaAvroDeserializer(registry, settings);
                    KafkaAvroSerializer writer = new KafkaAvroSerializer(registry, settings)) {
                Object datum = reader.deserialize(TOPIC, framed);
                if (avro.getType() != Schema.Type.RECORD) {
                    return ""; // the serializer would derive another schema from the Java object
                }
                return difference("serialized", framed, writer.serialize(TOPIC, datum));
            }
        }

        /** The registry's version, which Confluent's sets on the top-level schema where it has none, is not compared. */
        private static String withoutVersion(SchemaAndValue read) {
            return Rendered.schema(read.schema()).replaceFirst("^(\\S+ \\S+) v1 ", "$1 ");
        }

        private static String difference(String what, byte[] ours, byte[] theirs) {
            return Arrays.equals(ours, theirs) ? "" : difference(what, Rendered.value(ours), Rendered.value(theirs));
        }

        private static String difference(String what, String ours, String theirs) {
            return ours.equals(theirs) ? "" : what + " " + ours + ", theirs " + theirs + "\n";
        }
    }
}
