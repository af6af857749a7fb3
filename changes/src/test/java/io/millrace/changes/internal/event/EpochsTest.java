// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "184054, shop, 4",
                "184055, shop, 5",
                "184056, shop, 2",
                "0, shop, 2",
                "0, other, 3",
                "null, shop, 2",
                "null, a:b, 7",
                "null, null, 3"
            })
    void goByTheServersNumberThenByTheConnectorsName(Long serverId, String name, int epoch) {
        Epochs epochs = epochs("184054:4, 184055:5,shop:2,a:b:7");

        assertThat(epoch(epochs, source(serverId, name))).isEqualTo(epoch);
    }

    @Test
    void followAFailover() {
        Epoch epoch = epochs("1:0,2:1").in(Block.of(source(1L, "shop")));

        assertThat(epoch.of(source(1L, "shop"))).isZero();
        assertThat(epoch.of(source(2L, "shop"))).isEqualTo(1);
        assertThat(epoch.bits(source(2L, "shop"))).isEqualTo(1L << 32);
        assertThat(epoch.of(source(1L, "shop"))).isZero();
        assertThat(epoch.of(source(3L, "shop"))).isEqualTo(3);
    }

    @Test
    void areOneForAllByDefault() {
        assertThat(epoch(epochs(""), source(1L, "shop"))).isEqualTo(3);
        assertThat(epoch(Epochs.NONE, source(1L, "shop"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop:", ":1", "shop:-1", "shop:x", "shop:2147483648"})
    void refuseWhatIsNoServerAndEpoch(String entry) {
        assertThatThrownBy(() -> epochs(entry))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value " + entry + " for configuration sequence.epochs: expected server:epoch with an"
                                + " epoch of 0 to 2147483647. Omit it for the default, none.");
    }

    @Test
    void refuseAServerTwice() {
        assertThatThrownBy(() -> epochs("a:1,a:2"))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value a:2 for configuration sequence.epochs: expected each server once. Omit it for the"
                                + " default, none.");
    }

    private static Epochs epochs(String list) {
        return Epochs.of(new AbstractConfig(
                Epochs.define(new ConfigDef()), Map.of("sequence.epoch", "3", "sequence.epochs", list), false));
    }

    private static Map<String, Object> source(Long serverId, String name) {
        Map<String, Object> source = new HashMap<>();
        source.put("server_id", serverId);
        source.put("name", name);
        return source;
    }

    private static int epoch(Epochs epochs, Map<String, Object> source) {
        return epochs.in(Block.of(source)).of(source);
    }
}
