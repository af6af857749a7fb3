// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page on profiles lists is what they set. */
class ProfileTest {
    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "DEBEZIUM_COMPAT"})
    void everyProfilesSettingsAreListed(Profile profile) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "transforms", "profiles.md"));
        Matcher block = Pattern.compile("## `" + profile.text() + "`.*?```properties\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find())
                .as("a block of properties under " + profile.text())
                .isTrue();

        Map<String, String> listed = new LinkedHashMap<>();
        block.group(1).lines().map(line -> line.split("=", 2)).forEach(line -> listed.put(line[0], line[1]));

        assertThat(listed).isEqualTo(profile.settings());
    }
}
