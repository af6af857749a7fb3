// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.records.FieldPath;
import io.millrace.transforms.internal.mask.MaskConfig.Missing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskConfigTest {
    private static Map<String, String> props(String... settings) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return props;
    }

    @Test
    void needsFieldsAndHasADefaultForTheRest() {
        MaskConfig config = new MaskConfig(props("fields", "email, address.street"));

        assertThat(config.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.fields()).containsExactly(FieldPath.parse("email"), FieldPath.parse("address.street"));
            assertThat(rule.mask()).isInstanceOf(NullMask.class);
        });
        assertThat(config.missing()).isEqualTo(Missing.FAIL);
        assertThat(config.metadataNames()).isEqualTo(new MetadataNames("_", ""));
        assertThat(config.keyedHash()).isNull();
        assertThat(config.keyId()).isEmpty();
        assertThat(config.placeholder().text()).isEqualTo("__debezium_unavailable_value");
    }

    @Test
    void takesEveryKey() {
        MaskConfig config = new MaskConfig(props(
                "fields", "email",
                "mask", "hmac",
                "replacement", "x",
                "partial.keep", "2",
                "partial.character", "#",
                "hmac.encoding", "base64url",
                "hmac.key", "0123456789abcdef",
                "hmac.key.id", "k2",
                "missing", "ignore",
                "metadata.prefix", "__",
                "metadata.nest", "_cdc",
                "unavailable.placeholder", "gone"));

        assertThat(config.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.mask()).isInstanceOf(HmacMask.class));
        assertThat(config.missing()).isEqualTo(Missing.IGNORE);
        assertThat(config.keyId()).isEqualTo("k2");
        assertThat(config.metadataNames()).isEqualTo(new MetadataNames("__", "_cdc"));
        assertThat(config.placeholder().text()).isEqualTo("gone");
    }

    @Test
    void takesRulesThatShareWhatTheyDoNotSet() {
        MaskConfig config = new MaskConfig(props(
                "rules", "contact,card",
                "mask", "digits",
                "hmac.key", "0123456789abcdef",
                "rules.contact.fields", "email",
                "rules.contact.mask", "hmac",
                "rules.card.fields", "card.number"));

        assertThat(config.rules()).extracting(rule -> rule.mask().name()).isEqualTo(List.of("hmac", "digits"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mask | hash | null, fixed, partial, hmac, digits or drop | null
            missing | drop | fail or ignore | fail
            hmac.encoding | base64 | hex or base64url | hex
            partial.keep | -1 | 0 to 1000 | 4
            partial.character | ** | one character | *
            hmac.key.id | k:2 | up to 32 letters, digits, underscores, hyphens and dots | none
            """)
    void refusesABadValueAndSaysWhatIsExpected(String key, String value, String expected, String fallback) {
        assertThatThrownBy(() -> new MaskConfig(props("fields", "email", key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + key + ": expected " + expected
                        + ". Omit it for the default, " + fallback + ".");
    }

    @Test
    void refusesABadPathAndSaysWhatIsWrongWithIt() {
        assertThatThrownBy(() -> new MaskConfig(props("fields", "email,a..b")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value a..b for configuration fields: expected a field path: no name at character 3."
                                + " Example: address.street, contacts.*.phone, `home.town`.");
    }

    @Test
    void refusesAShortKeyWithoutShowingIt() {
        assertThatThrownBy(
                        () -> new MaskConfig(props("fields", "email", "mask", "hmac", "hmac.key", "0123456789abcde")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Invalid value [hidden] for configuration hmac.key: expected at least 16 bytes. Generate one,"
                                + " for example with: openssl rand -hex 32");
    }

    @Test
    void neverShowsTheKey() {
        MaskConfig config = new MaskConfig(props("fields", "email", "hmac.key", "0123456789abcdef"));

        assertThat(config.values().toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void saysAllThatIsMissingAtOnce() {
        assertThatThrownBy(() -> new MaskConfig(props()))
                .hasMessage("Missing configuration fields. List the fields to mask.");
        assertThatThrownBy(() -> new MaskConfig(
                        props("rules", "a,b", "rules.a.mask", "fixed", "rules.b.fields", "x", "rules.b.mask", "hmac")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Missing configuration rules.a.fields. List the fields to mask. Missing configuration"
                        + " rules.a.replacement, which the mask fixed needs. Missing configuration hmac.key, which the"
                        + " mask hmac needs.");
    }

    @Test
    void refusesRulesThatWouldSilentlyMaskNothing() {
        assertThatThrownBy(() -> new MaskConfig(props("fields", "x", "rules.a.fields", "y")))
                .hasMessage("Unknown configuration rules.a.fields. List its rule in 'rules', and use a rule's settings:"
                        + " fields, mask, replacement, partial.keep, partial.character, hmac.encoding.");
        assertThatThrownBy(() -> new MaskConfig(
                        props("rules", "a", "rules.a.fields", "y", "rules.a.hmac.key", "0123456789abcdef")))
                .hasMessageStartingWith("Unknown configuration rules.a.hmac.key.");
        assertThatThrownBy(() -> new MaskConfig(props("fields", "x", "rules", "a", "rules.a.fields", "y")))
                .hasMessage("'fields' is set beside 'rules'. Put the fields into a rule.");
    }

    @Test
    void saysInWhichRuleAValueIsBad() {
        assertThatThrownBy(() -> new MaskConfig(props("rules", "a", "rules.a.fields", "y", "rules.a.mask", "hash")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "In rules.a: Invalid value hash for configuration mask: expected null, fixed, partial, hmac,"
                                + " digits or drop. Omit it for the default, null.");
    }

    @ParameterizedTest
    @CsvSource({"null", "drop"})
    void refusesToTakeTheWholeKeyOrValueAway(String mask) {
        assertThatThrownBy(() -> new MaskConfig(props("fields", ".", "mask", mask)))
                .hasMessage("The mask " + mask + " cannot be that of the whole key or value ('.'). Use another.");
    }
}
