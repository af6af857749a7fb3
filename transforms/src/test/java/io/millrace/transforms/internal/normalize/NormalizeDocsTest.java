// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.transforms.DocExamples;
import io.millrace.transforms.NormalizeEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pages on the transform show is what it does. */
class NormalizeDocsTest {
    @TestFactory
    Stream<DynamicTest> everyExampleIsTrue() throws IOException {
        return DocExamples.of("normalize-envelope.md", NormalizeDocsTest::transform);
    }

    @TestFactory
    Stream<DynamicTest> everyExampleOfAProfileIsTrue() throws IOException {
        return DocExamples.of("profiles.md", NormalizeDocsTest::transform);
    }

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

    private static Transformation<SourceRecord> transform(Map<String, String> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }
}
