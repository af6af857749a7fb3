// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.trial.Trace.Failure;
import io.millrace.cli.trial.Trace.Outcome;
import io.millrace.cli.trial.Trace.Step;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Records for a person: what came in, what each step changed, what goes out. Long lines are cut off unless all is wanted. */
final class TextReport implements Report {
    private static final String INDENT = "    ";

    private final Console console;
    private final int width;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    /** @param isWhole whether lines are as long as it takes */
    TextReport(Console console, boolean isWhole) {
        this.console = console;
        this.width = isWhole ? Integer.MAX_VALUE : console.width();
    }

    @Override
    public void accept(Trace trace) {
        counts.merge(trace.outcome(), 1, Integer::sum);
        line(
                Colour.BOLD,
                "record " + trace.given().number() + "  " + trace.given().at());
        if (trace.arrived() != null) {
            line(Colour.CYAN, "  in");
            record(trace.arrived(), null);
        }
        trace.steps().forEach(this::step);
        end(trace);
        console.out().println();
    }

    private void step(Step step) {
        String name = "  " + step.description().name() + "  "
                + simple(step.description().type());
        console.out().println(console.paint(Colour.CYAN, name) + outcome(step));
        for (Change change : step.changes()) {
            line(colour(change), INDENT + text(change));
        }
    }

    private String outcome(Step step) {
        String predicate = step.description().predicate();
        String when = predicate.isEmpty() ? "" : " (if " + predicate + ")";
        return when
                + switch (step.effect()) {
                    case CHANGED -> "";
                    case UNCHANGED -> console.paint(Colour.DIM, "  unchanged");
                    case NOT_APPLIED -> console.paint(Colour.DIM, "  not applied");
                    case DROPPED -> console.paint(Colour.YELLOW, "  drops the record");
                    case FAILED -> console.paint(Colour.RED, "  fails");
                };
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static Colour colour(Change change) {
        return switch (change.kind()) {
            case ADDED -> Colour.GREEN;
            case REMOVED -> Colour.RED;
            case CHANGED -> Colour.YELLOW;
        };
    }

    private static String text(Change change) {
        return switch (change.kind()) {
            case ADDED -> "+ " + change.where() + ": " + change.to();
            case REMOVED -> "- " + change.where() + ": " + change.from();
            case CHANGED -> "~ " + change.where() + ": " + change.from() + " -> " + change.to();
        };
    }

    private void end(Trace trace) {
        Failure failure = trace.failure();
        if (failure != null) {
            failure(failure);
        } else if (trace.outcome() == Outcome.DROPPED) {
            line(Colour.YELLOW, "  dropped");
        } else if (trace.last() != null) {
            line(Colour.GREEN, "  out");
            record(trace.last(), trace.sent());
        }
    }

    /** In full: this is what somebody looks for. */
    private void failure(Failure failure) {
        console.out().println(console.paint(Colour.RED, "  failed in " + failure.where()));
        console.out().println(INDENT + console.paint(Colour.RED, describe(failure.thrown())));
        for (Throwable cause = failure.thrown().getCause(); cause != null; cause = cause.getCause()) {
            console.out().println(INDENT + "because of " + describe(cause));
        }
        console.out().println(INDENT + failure.consequence());
    }

    private static String describe(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }

    private void record(ConnectRecord<?> record, @Nullable ProducerRecord<byte[], byte[]> sent) {
        line(
                Colour.DIM,
                INDENT + "topic " + record.topic()
                        + (record.kafkaPartition() == null ? "" : ", partition " + record.kafkaPartition())
                        + (record.timestamp() == null ? "" : ", timestamp " + record.timestamp()));
        part("key", DataText.of(record.keySchema(), record.key()), sent == null ? null : sent.key());
        part("value", DataText.of(record.valueSchema(), record.value()), sent == null ? null : sent.value());
        for (Header header : record.headers()) {
            part("header " + header.key(), DataText.of(header.schema(), header.value()), null);
        }
    }

    private void part(String name, String text, byte @Nullable [] bytes) {
        String size = bytes == null ? "" : " (" + bytes.length + " bytes)";
        console.out().println(INDENT + cut(name + size + ": " + text, width - INDENT.length()));
    }

    private void line(Colour colour, String text) {
        console.out().println(console.paint(colour, cut(text, width)));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "\u2026";
    }

    @Override
    public void end() {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        console.out()
                .println(all + (all == 1 ? " record: " : " records: ") + count(Outcome.PASSED) + " passed, "
                        + count(Outcome.DROPPED) + " dropped, " + count(Outcome.FAILED) + " failed.");
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
