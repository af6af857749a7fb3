// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records kept as they were sent, with what is picked from them. */
class RawShapeTest {
    private static final ConfigDef DEF = new ConfigDef();

    static {
        ShapeOptions.define(DEF);
    }

    @Test
    void keepsTheTextAndPicksFromAnywhereInIt() throws IOException {
        String text =
                "{ \"id\" : 1.50, \"at\":{\"s\":[1,{\"x\":\"\\u0041б\"}], \"t\":17}, \"rest\": [true , null, {}] }";
        Shaped shaped = read(Map.of("record.key", "${id}/${/at/s/1/x}/${/at/t}"), text);

        assertThat(shaped.value()).isEqualTo(text);
        assertThat(shaped.key()).isEqualTo("1.50/Aб/17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"more\":{\"id\":1},\"id\":\"b\"}",
                "{\"id\":\"a\",\"i\\u0064\":\"b\"}",
                "{\"first\":0,\"id\":\"a\",\"more\":[{\"id\":1}],\"id\" : 1}"
            })
    void refusesARecordThatSaysItsKeyTwice(String text) {
        assertThatThrownBy(() -> read(Map.of("record.key", "/id"), text))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("the same field twice (expected once)");
    }

    @Test
    void takesFieldsOfTheSameNameElsewhereForOthers() throws IOException {
        String text = "{\"id\":\"a\",\"more\":{\"id\":\"b\"},\"id2\":\"c\"}";

        assertThat(read(Map.of("record.key", "/id"), text).key()).isEqualTo("a");
    }

    private static Shaped read(Map<String, String> props, String text) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(props);
        all.put("record.shape", "raw");
        RecordShape shape = ShapeOptions.of(new AbstractConfig(DEF, all, false), "events", "", Clock.systemUTC());
        try (JsonInput in = JsonInput.of(text.getBytes(StandardCharsets.UTF_8))) {
            return shape.read(in, in.first());
        }
    }
}
