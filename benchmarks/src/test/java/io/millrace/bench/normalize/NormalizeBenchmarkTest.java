// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.CaseBenchmark;
import io.millrace.bench.Effort;
import io.millrace.bench.Fork;
import io.millrace.bench.Interleaved;
import io.millrace.bench.Measurement;
import io.millrace.bench.RecordContender.Records;
import io.millrace.bench.normalize.Normalizer.Entry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormalizeBenchmarkTest {
    @ParameterizedTest
    @EnumSource(Case.class)
    void provesEveryContenderOfEveryCase(Case each) {
        assertThat(each.contenders(each.contestants()))
                .extracting(Normalizer::name)
                .contains("millrace", "millrace-changed", "extract-new-record-state", "chain", "iceberg");
    }

    @Test
    void measuresEveryContender() {
        Case each = Case.UPDATE_10_COLUMNS;
        List<Measurement> measurements = Interleaved.measure(each.contenders(each.contestants()), Effort.SMOKE);

        assertThat(measurements).hasSameSizeAs(each.contestants());
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
        return Fork.run(NormalizeFork.class, flags, List.of("update-20-columns", "SMOKE", "MILLRACE_PUBLIC_API"));
    }

    @Test
    void refusesAContenderThatLeavesAColumnOut() {
        Change change = new Table(0, 20).change("u", 1);

        assertThatThrownBy(() -> Proof.require(cheat(row -> row.put("name_2", null)), List.of(change)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cheat does other work than the rest: name_2 is null (expected ");
    }

    @Test
    void refusesAContenderThatAltersAValue() {
        Change change = new Table(0, 20).change("u", 1);

        assertThatThrownBy(() -> Proof.require(cheat(row -> row.put("quantity_1", 5)), List.of(change)))
                .hasMessage("cheat does other work than the rest: quantity_1 is 5 (expected 1031), and 0 others.");
    }

    @Test
    void refusesAContenderThatDropsTheRecord() {
        Change change = new Table(0, 20).change("c", 1);
        Transformation<SourceRecord> drop = new Edit(record -> null);

        assertThatThrownBy(() -> Proof.require(
                        new Normalizer(new Entry("cheat", Form.MILLRACE, List.of(drop)), records(change)),
                        List.of(change)))
                .hasMessageStartingWith("cheat does other work than the rest: #committed is null");
    }

    @Test
    void refusesARowInPlaceOfATombstone() {
        Change change = new Table(0, 20).change("d", 1);
        Form tombstones = Form.MILLRACE.deleting(Form.Deletes.AS_NULL);

        assertThatThrownBy(() -> Proof.require(
                        new Normalizer(
                                new Entry("cheat", tombstones, Contestant.MILLRACE.chain(List.of())), records(change)),
                        List.of(change)))
                .hasMessage("cheat makes a row of a delete (expected null).");
    }

    @Test
    void makesEqualSchemasAnewForEachRecord() {
        SourceRecord one = new Table(0, 20).change("u", 1).record();
        SourceRecord other = new Table(0, 20).change("u", 1).record();

        assertThat(one.valueSchema()).isEqualTo(other.valueSchema()).isNotSameAs(other.valueSchema());
        assertThat(one.value()).isEqualTo(other.value());
    }

    private static Normalizer cheat(java.util.function.Consumer<Struct> edit) {
        Transformation<SourceRecord> editing = new Edit(record -> {
            Struct row = (Struct) record.value();
            Struct edited = new Struct(row.schema());
            for (Field field : row.schema().fields()) {
                edited.put(field, row.get(field));
            }
            edit.accept(edited);
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    edited.schema(),
                    edited,
                    record.timestamp());
        });
        List<Transformation<SourceRecord>> chain =
                List.of(Contestant.MILLRACE.chain(List.of()).get(0), editing);
        return new Normalizer(new Entry("cheat", Form.MILLRACE, chain), Records.pool(List.of()));
    }

    private static Records<SourceRecord> records(Change change) {
        return Records.pool(List.of(change.record()));
    }

    private record Edit(java.util.function.UnaryOperator<SourceRecord> edit) implements Transformation<SourceRecord> {
        @Override
        public SourceRecord apply(SourceRecord record) {
            return edit.apply(record);
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }
}
