// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ConfigChecksTest {
    private enum Mode {
        FAST,
        FAIR_SHARE,
        OFF
    }

    @Test
    void refusesWhatIsNoneOfTheChoices() {
        assertThatThrownBy(() -> ConfigChecks.oneOf(Mode.FAST).ensureValid("mode", "slow"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value slow for configuration mode: expected fast, fair.share or off."
                        + " Omit it for the default, fast.");
    }

    @Test
    void readsTheChoiceThatItLetPass() {
        ConfigChecks.oneOf(Mode.FAST).ensureValid("mode", "fair.share");

        assertThat(ConfigChecks.choice(Mode.class, "fair.share")).isEqualTo(Mode.FAIR_SHARE);
    }

    @Test
    void refusesNumbersBelowAndAboveTheRange() {
        ConfigChecks.between(1, 9, 3).ensureValid("lingers", 1);
        ConfigChecks.between(1, 9, 3).ensureValid("lingers", 9L);

        assertThatThrownBy(() -> ConfigChecks.between(1, 9, 3).ensureValid("lingers", 0))
                .hasMessage("Invalid value 0 for configuration lingers: expected 1 to 9. Omit it for the default, 3.");
        assertThatThrownBy(() -> ConfigChecks.between(1, 9, 3).ensureValid("lingers", 10L))
                .hasMessage("Invalid value 10 for configuration lingers: expected 1 to 9. Omit it for the default, 3.");
    }

    @Test
    void leavesItToTheParserToRefuseWhatIsNoNumber() {
        ConfigDef def = new ConfigDef()
                .define(
                        "lingers",
                        ConfigDef.Type.INT,
                        3,
                        ConfigChecks.between(1, 9, 3),
                        ConfigDef.Importance.LOW,
                        "How long.");

        assertThat(def.validate(Map.of("lingers", "soon")).get(0).errorMessages())
                .containsExactly("Invalid value soon for configuration lingers: Not a number of type INT");
    }

    @Test
    void describesItselfForTheReference() {
        assertThat(ConfigChecks.between(1, 9, 3)).hasToString("1 to 9");
        assertThat(ConfigChecks.oneOf(Mode.OFF)).hasToString("fast, fair.share or off");
    }
}
