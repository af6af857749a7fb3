// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.changes.internal.normalize.NormalizeConfig.DeleteColumns;
import io.millrace.changes.internal.normalize.NormalizeConfig.Deletes;
import io.millrace.changes.internal.normalize.NormalizeConfig.Policy;
import io.millrace.changes.internal.normalize.NormalizeConfig.Shape;
import io.millrace.changes.internal.normalize.NormalizeConfig.SnapshotOp;
import io.millrace.changes.internal.normalize.NormalizeConfig.Truncates;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unavailable;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unknown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizeConfigTest {
    @Test
    void hasADefaultForEverything() {
        NormalizeConfig config = new NormalizeConfig(Map.of());

        assertThat(config.getString("shape")).isEqualTo("row");
        assertThat(names(config)).containsExactly("_op", "_deleted", "_seq", "_source_ts");
        assertThat(config.getInt("sequence.epoch")).isZero();
        assertThat(config.deletes()).isEqualTo(Deletes.BOTH);
        assertThat(config.deleteColumns()).isEqualTo(DeleteColumns.AUTO);
        assertThat(config.truncates()).isEqualTo(Truncates.PASS);
        assertThat(config.unavailable()).isEqualTo(Unavailable.FAIL);
        assertThat(config.getString("unavailable.placeholder")).isEqualTo("__debezium_unavailable_value");
        assertThat(config.policy("heartbeats")).isEqualTo(Policy.PASS);
        assertThat(config.policy("transactions")).isEqualTo(Policy.PASS);
        assertThat(config.policy("schema.changes")).isEqualTo(Policy.PASS);
        assertThat(config.policy("messages")).isEqualTo(Policy.PASS);
        assertThat(config.policy("notifications")).isEqualTo(Policy.PASS);
        assertThat(config.unknown()).isEqualTo(Unknown.FAIL);
    }

    @Test
    void takesEveryKey() {
        Map<String, String> props = new HashMap<>();
        props.put("shape", "changelog");
        props.put("profile", "jdbc");
        props.put("before", "nested");
        props.put("snapshot.op", "c");
        props.put("metadata.standard", "op, source_ts:t");
        props.put("metadata.nest", "meta");
        props.put("errors", "quarantine");
        props.put("quarantine.topic", "bad");
        props.put("names.collisions", "merge");
        for (String kind : new String[] {"column", "topic", "schema"}) {
            props.put("names." + kind + ".case", "lower");
            props.put("names." + kind + ".pattern", "-");
            props.put("names." + kind + ".replacement", "_");
            props.put("names." + kind + ".sanitize", "identifier");
        }
        props.put("metadata.prefix", "__");
        props.put("metadata.columns", "unavailable, db");
        props.put("sequence.epoch", "3");
        props.put("sequence.epochs", "7:1");
        props.put("sequence.source", "kafka");
        props.put("range.deletes", "drop");
        props.put("deletes", "tombstone");
        props.put("delete.columns", "key");
        props.put("truncates", "drop");
        props.put("unavailable", "keep");
        props.put("unavailable.placeholder", "gone");
        for (String key : new String[] {"heartbeats", "transactions", "schema.changes", "messages", "notifications"}) {
            props.put(key, "drop");
        }
        props.put("unknown", "pass");
        assertThat(props.keySet())
                .containsAll(NormalizeConfig.DEF.names().stream()
                        .filter(key -> !key.startsWith("types."))
                        .filter(key ->
                                !CompatOptions.define(new ConfigDef()).names().contains(key))
                        .toList());

        NormalizeConfig config = new NormalizeConfig(props);

        assertThat(names(config)).containsExactly("op", "t", "unavailable", "db");
        assertThat(config.metadata().nest()).isEqualTo("meta");
        assertThat(config.shape()).isEqualTo(Shape.CHANGELOG);
        assertThat(config.profile()).isEqualTo(Profile.JDBC);
        assertThat(config.showsBefore()).isTrue();
        assertThat(config.snapshotOp()).isEqualTo(SnapshotOp.C);
        assertThat(config.getInt("sequence.epoch")).isEqualTo(3);
        assertThat(config.deletes()).isEqualTo(Deletes.TOMBSTONE);
        assertThat(config.deleteColumns()).isEqualTo(DeleteColumns.KEY);
        assertThat(config.truncates()).isEqualTo(Truncates.DROP);
        assertThat(config.unavailable()).isEqualTo(Unavailable.KEEP);
        assertThat(config.policy("notifications")).isEqualTo(Policy.DROP);
        assertThat(config.unknown()).isEqualTo(Unknown.PASS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    shape | nested | row, changelog or envelope | row
                    before | flat | none or nested | none
                    snapshot.op | i | keep, c or u | keep
                    errors | ignore | fail, skip or quarantine | fail
                    quarantine.topic | a b | letters, digits, dots, underscores, hyphens and ${topic} | ${topic}.quarantine
                    names.column.case | camel | keep, lower, upper or snake | keep
                    names.topic.pattern | ( | a regular expression, found Unclosed group | none
                    names.topic.replacement | $1 | only groups that the pattern has, and no other $ or \\ | none
                    names.schema.sanitize | avro | keep or identifier | keep
                    names.collisions | x | fail or merge | fail
                    metadata.nest | 1 | letters, digits and underscores, no digit first | none
                    deletes | soft | both, row, tombstone or drop | both
                    deletes | BOTH | both, row, tombstone or drop | both
                    delete.columns | some | auto, key or all | auto
                    truncates | x | pass, drop or fail | pass
                    unavailable | omit | fail, keep or null | fail
                    heartbeats | fail | pass or drop | pass
                    transactions | x | pass or drop | pass
                    schema.changes | x | pass or drop | pass
                    messages | x | pass or drop | pass
                    notifications | x | pass or drop | pass
                    unknown | drop | fail or pass | fail
                    sequence.epoch | -1 | 0 to 2147483647 | 0
                    metadata.prefix | 1_ | letters, digits and underscores, no digit first | _
                    """)
    void refusesABadValueAndSaysWhatIsExpected(String key, String value, String expected, String fallback) {
        assertThatThrownBy(() -> new NormalizeConfig(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + key + ": expected " + expected
                        + ". Omit it for the default, " + fallback + ".");
    }

    @Test
    void refusesMetadataColumnsThatItDoesNotKnow() {
        assertThatThrownBy(() -> new NormalizeConfig(Map.of("metadata.columns", "db,host,lsn")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [host, lsn] for configuration metadata.columns: expected any of "
                        + String.join(", ", MetadataColumn.names()) + ". Omit it for the default, none.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void refusesAnEmptyPlaceholder(String placeholder) {
        assertThatThrownBy(() -> new NormalizeConfig(Map.of("unavailable.placeholder", placeholder)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unavailable.placeholder");
    }

    @Test
    void letsMetadataColumnsDoWithoutPrefix() {
        assertThat(names(new NormalizeConfig(Map.of("metadata.prefix", ""))))
                .containsExactly("op", "deleted", "seq", "source_ts");
    }

    @Test
    void takesWhatAProfileSetsWhereNothingElseIsSet() {
        NormalizeConfig config = new NormalizeConfig(Map.of("profile", "bigquery", "deletes", "both"));

        assertThat(config.truncates()).isEqualTo(Truncates.FAIL);
        assertThat(config.deletes()).isEqualTo(Deletes.BOTH);
        assertThat(names(config)).containsExactly("_CHANGE_TYPE", "_CHANGE_SEQUENCE_NUMBER", "cdc_op", "cdc_source_ts");
    }

    @Test
    void refusesAnUnknownProfile() {
        assertThatThrownBy(() -> new NormalizeConfig(Map.of("profile", "oracle")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value oracle for configuration profile: expected one of none, jdbc, clickhouse,"
                        + " bigquery, snowflake, iceberg, databricks, debezium-compat. Omit it for the default, none.");
    }

    private static List<String> names(NormalizeConfig config) {
        return config.metadata().columns().stream()
                .map(MetadataOptions.Named::name)
                .toList();
    }
}
