// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.NonRecordContainer;
import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.wire.Codec;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schema text, data and what is read of the corpus, against Apicurio's fork of Confluent's code, with the two options
 * that it has, {@code connect.meta.data} and {@code enhanced.avro.schema.support}. It replaces nulls by defaults.
 */
class ApicurioOracleTest {
    private static final String OLD_AVRO =
            "Confluent ships Avro 1.11, which widens floats in defaults of fields; the fork runs on the Avro here";
    private static final String NULL_AS_DEFAULT = "the fork marks null as a default of a union that was read";
    private static final String OTHER_ENUM = "the fork looks for one kind of enum's name in the other's parameters";
    private static final String YOUNGER = "the fork is older than Variant";

    /** Where the fork differs, and why. */
    private static final Map<String, String> DIFFERENCES = Map.ofEntries(
            Map.entry("array-field-default", OLD_AVRO),
            Map.entry("float32-field-default", OLD_AVRO),
            Map.entry("float32-field-everything", OLD_AVRO),
            Map.entry("float32-field-optional-default", OLD_AVRO),
            Map.entry("union-connect-optional", NULL_AS_DEFAULT),
            Map.entry("union-optional", NULL_AS_DEFAULT),
            Map.entry("enum-connect", OTHER_ENUM),
            Map.entry("enum-connect-default", OTHER_ENUM),
            Map.entry("enum-connect-optional", OTHER_ENUM),
            Map.entry("variant", YOUNGER),
            Map.entry("variant-optional", YOUNGER),
            Map.entry("decimal-fixed", "the fork fails on decimals shorter than the fixed type"),
            Map.entry("entries-field-default", "the fork loses defaults of maps with other keys than text"),
            Map.entry("struct-default", "the fork fails on defaults of structs"));

    static List<Switches> switches() {
        return Switches.combinations(EnumSet.of(DataOption.CONNECT_META_DATA, DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT))
                .stream()
                .map(set -> set.and(DataOption.IGNORE_DEFAULT_FOR_NULLABLES))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("switches")
    void agreesWithApicuriosFork(Switches switches) {
        Map<String, String> found = new TreeMap<>();
        for (Case each : Corpus.all()) {
            if (each.schema() != null && !Outcome.of(each, switches).isRefused()) {
                new Comparison(each, switches).run().ifPresent(difference -> found.put(each.name(), difference));
            }
        }

        found.keySet().removeAll(DIFFERENCES.keySet());
        assertThat(found).isEmpty();
    }

    private static final class Comparison {
        private final Case each;
        private final boolean comparesReads;
        private final AvroData fork;
        private final Codec codec;

        Comparison(Case each, Switches switches) {
            this.each = each;
            comparesReads = !switches.flipped().contains(DataOption.CONNECT_META_DATA); // else the fork loses defaults
            fork = new AvroData(new AvroDataConfig(switches.settings()));
            codec = new Codec(switches.options());
        }

        Optional<String> run() {
            try {
                Schema avro = fork.fromConnectSchema(each.schema());
                return each.values().stream()
                        .map(value -> difference(avro, value))
                        .filter(difference -> !difference.isEmpty())
                        .findFirst();
            } catch (RuntimeException e) {
                return Optional.of(e.toString());
            }
        }

        private String difference(Schema avro, Object value) {
            byte[] ours = codec.write(each.schema(), value);
            Object datum = fork.fromConnectData(each.schema(), value);
            Object plain = datum instanceof NonRecordContainer<?> container ? container.getValue() : datum;
            String difference = difference("text", codec.newestText(), avro.toString());
            if (avro.getType() != Schema.Type.BYTES) {
                difference += difference(
                        "data", Rendered.value(Codec.payload(ours)), Rendered.value(Codec.avroBytes(avro, plain)));
            }
            if (!comparesReads) {
                return difference;
            }
            SchemaAndValue read = codec.read(ours);
            SchemaAndValue theirs = fork.toConnectData(avro, plain);
            return difference
                    + difference("schema", Rendered.schema(read.schema()), Rendered.schema(theirs.schema()))
                    + difference("value", Rendered.value(read.value()), Rendered.value(theirs.value()));
        }

        private static String difference(String what, String ours, String theirs) {
            return ours.equals(theirs) ? "" : what + " " + ours + ", theirs " + theirs + "\n";
        }
    }
}
