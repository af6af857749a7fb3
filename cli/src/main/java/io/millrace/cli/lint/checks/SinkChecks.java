// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Subject;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a sink reads, and what becomes of records that it cannot use. */
final class SinkChecks implements Check {
    private static final String TOPICS = "topics";
    private static final String REGEX = "topics.regex";
    private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";
    private static final String TOLERANCE = "errors.tolerance";

    @Override
    public void check(Subject subject, Findings findings) {
        if (subject.isSink()) {
            topics(subject, findings);
            deadLetters(subject, findings);
            overrides(subject, findings);
        }
    }

    private static void topics(Subject subject, Findings findings) {
        boolean isListed = !subject.get(TOPICS, "").isBlank();
        boolean isMatched = !subject.get(REGEX, "").isBlank();
        if (isListed && isMatched) {
            findings.add(subject.found(
                    Rule.TOPICS_TWICE,
                    REGEX,
                    "Both 'topics' and 'topics.regex' are set: a worker refuses that.",
                    "Remove one of them."));
        }
        if (!isListed && !isMatched) {
            findings.add(subject.found(
                    Rule.NO_TOPICS, TOPICS, "The sink has no topics to read.", "Set 'topics' or 'topics.regex'."));
        }
    }

    private static void deadLetters(Subject subject, Findings findings) {
        String topic = subject.get(DEAD_LETTERS, "").strip();
        boolean isTolerant = subject.get(TOLERANCE, "none").equals("all");
        if (topic.isEmpty()) {
            if (isTolerant && !Boolean.parseBoolean(subject.get("errors.log.enable", "false"))) {
                findings.add(subject.found(
                        Rule.SILENT_LOSS,
                        TOLERANCE,
                        "A record that cannot be used is dropped, and nothing tells of it.",
                        "Set '" + DEAD_LETTERS + "', or 'errors.log.enable' to true."));
            }
            return;
        }
        if (reads(subject, topic)) {
            findings.add(subject.found(
                    Rule.DEAD_LETTERS_ARE_INPUT,
                    DEAD_LETTERS,
                    "The sink reads '" + topic + "' itself: dead letters would come back for ever.",
                    "Name another topic."));
        }
        if (!isTolerant && !Placeholders.isIn(subject.get(TOLERANCE, "none"))) {
            findings.add(subject.found(
                    Rule.DEAD_LETTERS_UNUSED,
                    DEAD_LETTERS,
                    "Without 'errors.tolerance'='all' the task stops at the first record that it cannot use.",
                    "Set 'errors.tolerance' to all."));
        }
    }

    private static boolean reads(Subject subject, String topic) {
        String regex = subject.get(REGEX, "");
        if (regex.isBlank() || Placeholders.isIn(regex)) {
            return subject.list(TOPICS).contains(topic);
        }
        try {
            return Pattern.compile(regex).matcher(topic).matches();
        } catch (PatternSyntaxException e) {
            return false; // said by Connect's own check
        }
    }

    private static void overrides(Subject subject, Findings findings) {
        if (subject.has(DEAD_LETTERS)) {
            return;
        }
        subject.config().keySet().stream()
                .filter(key -> key.startsWith("producer.override."))
                .forEach(key -> findings.add(subject.found(
                        Rule.OVERRIDE_UNUSED,
                        key,
                        "The sink has no producer: '" + key
                                + "' is for its dead letters, and it has no topic for them.",
                        "Use 'consumer.override.', set '" + DEAD_LETTERS + "', or remove it.")));
    }
}
