// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Table;
import io.millrace.cli.rest.Table.Cell;
import io.millrace.cli.rest.Table.Column;
import io.millrace.cli.terminal.Colour;
import io.millrace.cli.terminal.Console;
import java.util.List;
import java.util.Optional;

/** Shows offsets before and after. */
final class ChangeView {
    private static final String NONE = "none";

    private final Console console;

    ChangeView(Console console) {
        this.console = console;
    }

    void printSink(List<Change> changes) {
        Table table = new Table()
                .column("TOPIC-PARTITION", Column.TEXT)
                .column("BEFORE", Column.NUMBER)
                .column("AFTER", Column.NUMBER)
                .column("EFFECT", Column.TEXT);
        for (Change change : changes) {
            table.row(List.of(
                    Cell.of(PartitionOffset.topicPartition(change.partition()).toString()),
                    Cell.of(number(change.before()), Colour.RED),
                    Cell.of(number(change.after()), Colour.GREEN),
                    Cell.of(change.effect())));
        }
        table.print(console);
    }

    private static String number(Optional<JsonNode> offset) {
        return offset.map(json -> json.path(PartitionOffset.OFFSET).asText()).orElse(NONE);
    }

    void printSource(List<Change> changes) {
        for (Change change : changes) {
            console.out().println(console.paint(Colour.CYAN, change.partition().toString()));
            if (change.isNone()) {
                console.out().println("    " + text(change.before()));
            } else {
                console.out().println("  " + console.paint(Colour.RED, "- " + text(change.before())));
                console.out().println("  " + console.paint(Colour.GREEN, "+ " + text(change.after())));
            }
            note(change);
        }
    }

    private static String text(Optional<JsonNode> offset) {
        return offset.map(JsonNode::toString).orElse(NONE);
    }

    private void note(Change change) {
        if (change.before().isEmpty()) {
            console.err().println("Note: the connector has no offset of " + change.partition() + " yet.");
        }
        if (!change.strayFields().isEmpty()) {
            console.err()
                    .println("Note: " + change.strayFields() + " of " + change.partition()
                            + " is in only one of the two offsets.");
        }
    }
}
