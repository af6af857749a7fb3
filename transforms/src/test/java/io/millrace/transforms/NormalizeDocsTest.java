// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

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

    private static Transformation<SourceRecord> transform(Map<String, String> config) {
        NormalizeEnvelope<SourceRecord> transform = new NormalizeEnvelope<>();
        transform.configure(config);
        return transform;
    }
}
