// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.NormalizeConfig.DeleteColumns;
import io.millrace.transforms.NormalizeConfig.Deletes;
import io.millrace.transforms.NormalizeConfig.Policy;
import io.millrace.transforms.NormalizeConfig.Unavailable;
import io.millrace.transforms.NormalizeConfig.Unknown;
import java.util.HashMap;
import java.util.Map;
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
        assertThat(config.metadataPrefix()).isEqualTo("_");
        assertThat(config.metadataColumns()).isEmpty();
        assertThat(config.sequenceEpoch()).isZero();
        assertThat(config.deletes()).isEqualTo(Deletes.BOTH);
        assertThat(config.deleteColumns()).isEqualTo(DeleteColumns.AUTO);
        assertThat(config.truncates()).isEqualTo(Policy.PASS);
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
        props.put("shape", "row");
        props.put("metadata.prefix", "__");
        props.put("metadata.columns", "unavailable, db");
        props.put("sequence.epoch", "3");
        props.put("deletes", "tombstone");
        props.put("delete.columns", "key");
        props.put("truncates", "drop");
        props.put("unavailable", "keep");
        props.put("unavailable.placeholder", "gone");
        for (String key : new String[] {"heartbeats", "transactions", "schema.changes", "messages", "notifications"}) {
            props.put(key, "drop");
        }
        props.put("unknown", "pass");
        assertThat(props.keySet()).isEqualTo(NormalizeConfig.DEF.names());

        NormalizeConfig config = new NormalizeConfig(props);

        assertThat(config.metadataPrefix()).isEqualTo("__");
        assertThat(config.metadataColumns()).containsExactly(MetadataColumn.DB, MetadataColumn.UNAVAILABLE);
        assertThat(config.sequenceEpoch()).isEqualTo(3);
        assertThat(config.deletes()).isEqualTo(Deletes.TOMBSTONE);
        assertThat(config.deleteColumns()).isEqualTo(DeleteColumns.KEY);
        assertThat(config.truncates()).isEqualTo(Policy.DROP);
        assertThat(config.unavailable()).isEqualTo(Unavailable.KEEP);
        assertThat(config.policy("notifications")).isEqualTo(Policy.DROP);
        assertThat(config.unknown()).isEqualTo(Unknown.PASS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    shape | envelope | row | row
                    deletes | soft | both, row, tombstone or drop | both
                    deletes | BOTH | both, row, tombstone or drop | both
                    delete.columns | some | auto, key or all | auto
                    truncates | fail | pass or drop | pass
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
                .hasMessage("Invalid value [host, lsn] for configuration metadata.columns: expected any of phase, tx,"
                        + " connector, db, schema, table, unavailable. Omit it for the default, none.");
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
        assertThat(new NormalizeConfig(Map.of("metadata.prefix", "")).metadataPrefix())
                .isEmpty();
    }
}
