// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.records.FieldPath.Name;
import io.millrace.records.FieldPath.Step;
import io.millrace.records.FieldPath.Wildcard;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldPathTest {
    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("email", List.of("email")),
                Arguments.of("address.zip", List.of("address", "zip")),
                Arguments.of("`home.town`.zip", List.of("home.town", "zip")),
                Arguments.of("a.`b.c`.d", List.of("a", "b.c", "d")),
                Arguments.of("`plain`", List.of("plain")),
                Arguments.of("`*`", List.of("*")),
                Arguments.of("`**`.x", List.of("**", "x")),
                Arguments.of("a`b.c", List.of("a`b", "c")),
                Arguments.of("`a`b`.c", List.of("a`b", "c")),
                Arguments.of("`a``b`.c", List.of("a``b", "c")),
                Arguments.of("`a\\`.b`.c", List.of("a`.b", "c")),
                Arguments.of("`a``", List.of("a`")),
                Arguments.of("``a`.b", List.of("`a", "b")),
                Arguments.of("\\`a.b", List.of("\\`a", "b")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsNames(String text, List<String> names) {
        List<Step> steps = names.stream().<Step>map(Name::new).toList();

        assertThat(FieldPath.parse(text).steps()).isEqualTo(steps);
    }

    @Test
    void readsWildcards() {
        assertThat(FieldPath.parse("orders.*.card").steps())
                .isEqualTo(List.of(new Name("orders"), Wildcard.ANY, new Name("card")));
        assertThat(FieldPath.parse("**.email").steps()).isEqualTo(List.of(Wildcard.ANY_DEPTH, new Name("email")));
        assertThat(FieldPath.parse("*x.y*").steps()).isEqualTo(List.of(new Name("*x"), new Name("y*")));
    }

    @Test
    void readsADotAsTheKeyOrValueItself() {
        assertThat(FieldPath.parse(".").steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, quoteCharacter = '"', textBlock = """
            ""       | no name at character 1
            .a       | no name at character 1
            a.       | no name at character 3
            a..b     | no name at character 3
            a.``     | no name at character 3
            a.`b.c   | the backtick at character 3 is never closed
            `a`b.c   | the backtick at character 1 is never closed
            a.**     | nothing after ** (expected a field's name or *)
            """)
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldPath.parse(text))
                .withMessage(message);
    }

    @Test
    void writesWhatItReads() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            FieldPath path = random(random);

            assertThat(FieldPath.parse(path.toString()))
                    .as("seed %d: %s", seed, path)
                    .isEqualTo(path);
        }
    }

    private static FieldPath random(Random random) {
        List<Step> steps = random.ints(1 + random.nextInt(3), 0, 6)
                .mapToObj(kind -> switch (kind) {
                    case 0 -> (Step) Wildcard.ANY;
                    case 1 -> Wildcard.ANY_DEPTH;
                    default -> new Name(name(random));
                })
                .toList();
        return new FieldPath(
                steps.get(steps.size() - 1) == Wildcard.ANY_DEPTH ? List.of(new Name(name(random))) : steps);
    }

    /** Of few letters, so that the awkward sequences come up; a backslash before a backtick has no written form. */
    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
            name.append("ab.`*".charAt(random.nextInt(5)));
        }
        return name.toString();
    }
}
