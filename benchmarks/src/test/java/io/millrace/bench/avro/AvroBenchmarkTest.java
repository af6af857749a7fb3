// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.CaseBenchmark;
import io.millrace.bench.Contender;
import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import io.millrace.bench.Measurement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AvroBenchmarkTest {
    private final StubRegistry registry = new StubRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void provesEveryContenderOfEveryCase(Case each) {
        assertThat(each.contenders(Contestant.IN_ONE_JVM, registry))
                .extracting(Contender::name)
                .containsExactly("millrace", "apicurio", "json", "json-schemas", "generic-avro", "floor");
    }

    @ParameterizedTest
    @EnumSource(
            value = Case.class,
            names = {"WRITE_20_FIELDS_NEW_SCHEMA", "READ_DEVICE_EVENT"})
    void measuresEveryContender(Case each) {
        List<Measurement> measurements =
                Interleaved.measure(each.contenders(Contestant.IN_ONE_JVM, registry), Effort.SMOKE);

        assertThat(measurements).hasSameSizeAs(Contestant.IN_ONE_JVM);
        assertThat(measurements)
                .allSatisfy(measured -> assertThat(measured.slices())
                        .allSatisfy(slice -> assertThat(slice.bytes()).isGreaterThan(100)));
    }

    @Test
    void forksAJvmThatFillsStructsThroughThePublicApi() throws Exception {
        List<Measurement> direct = fork(List.of());
        List<Measurement> fallback = fork(List.of(CaseBenchmark.PUBLIC_API));

        assertThat(fallback.get(0).contender()).isEqualTo("millrace-public-api");
        assertThat(fallback.get(0).slices().get(0).bytes())
                .isGreaterThan(2 * direct.get(0).slices().get(0).bytes());
    }

    private static List<Measurement> fork(List<String> flags) throws Exception {
        return Fork.run(AvroFork.class, flags, List.of("read-200-fields", "SMOKE", "MILLRACE_PUBLIC_API"));
    }

    @Test
    void refusesAContenderThatWritesOtherBytes() {
        List<Struct> values = Shape.ROW_OF_20.records(2);
        Converter floor = Floor.of(Shape.ROW_OF_20);
        Converter cheat = new Cheat(floor) {
            @Override
            public byte[] fromConnectData(String topic, Schema schema, Object value) {
                byte[] bytes = super.fromConnectData(topic, schema, value);
                bytes[6]++;
                return bytes;
            }
        };

        assertThatThrownBy(() -> new Proof(Shape.ROW_OF_20, values, registry).require(Contestant.FLOOR, cheat))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("floor writes other bytes than Avro's own writer: ")
                .hasMessageEndingWith(" in record 0.");
    }

    @Test
    void refusesAContenderThatReadsAnotherRecord() {
        List<Struct> values = Shape.ROW_OF_20.records(2);
        Converter floor = Floor.of(Shape.ROW_OF_20);
        byte[] other = floor.fromConnectData(Shape.TOPIC, values.get(1).schema(), values.get(1));
        Converter cheat = new Cheat(floor) {
            @Override
            public SchemaAndValue toConnectData(String topic, byte[] value) {
                return super.toConnectData(topic, other);
            }
        };

        assertThatThrownBy(() -> new Proof(Shape.ROW_OF_20, values, registry).require(Contestant.FLOOR, cheat))
                .hasMessageStartingWith("floor reads other values than it wrote: .");
    }

    @Test
    void refusesJsonThatLeavesAFieldOut() {
        List<Struct> values = Shape.DEVICE_EVENT.records(1);
        Converter json = Contestant.JSON.converter(Shape.DEVICE_EVENT, avro(), registry);
        Converter cheat = new Cheat(json) {
            @Override
            public SchemaAndValue toConnectData(String topic, byte[] value) {
                Map<?, ?> read = (Map<?, ?>) super.toConnectData(topic, value).value();
                read.remove("battery");
                return new SchemaAndValue(null, read);
            }
        };

        assertThatThrownBy(() -> new Proof(Shape.DEVICE_EVENT, values, registry).require(Contestant.JSON, cheat))
                .hasMessage("json reads other values than it wrote: .battery is null (expected ).");
    }

    private org.apache.avro.Schema avro() {
        return new Proof(Shape.DEVICE_EVENT, Shape.DEVICE_EVENT.records(1), registry).avro();
    }

    @Test
    void makesEqualSchemasAnewForEachRecord() {
        Struct one = Shape.ROW_OF_20.records(1).get(0);
        Struct other = Shape.copy(one, Shape.copy(one.schema()));

        assertThat(one.schema()).isNotSameAs(other.schema());
        assertThat(one).isEqualTo(other);
    }

    private static class Cheat implements Converter {
        private final Converter honest;

        Cheat(Converter honest) {
            this.honest = honest;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {}

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return honest.fromConnectData(topic, schema, value);
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            return honest.toConnectData(topic, value);
        }
    }
}
