// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.Set;

/** What a chain of transforms does to Debezium's changes. */
final class ChangeChecks implements Check {
    private static final Set<String> UNWRAPS =
            Set.of("ExtractNewRecordState", "ExtractNewDocumentState", "NormalizeEnvelope", "DebeziumTransform");

    private static final String MODE = "delete.tombstone.handling.mode";

    @Override
    public void check(Subject subject, Findings findings) {
        twice(subject, findings);
        subject.transforms().forEach(part -> deletes(subject, part, findings));
        subject.transforms().forEach(part -> tombstones(subject, part, findings));
        subject.transforms().stream()
                .filter(part -> part.isA("Filter"))
                .forEach(part -> filter(subject, part, findings));
    }

    private static void twice(Subject subject, Findings findings) {
        List<Part> unwraps = subject.transforms().stream()
                .filter(part -> UNWRAPS.stream().anyMatch(part::isA))
                .filter(part -> !part.get("shape", "row").equals("envelope"))
                .filter(part -> !subject.has(part.prefix() + "predicate"))
                .toList();
        if (unwraps.size() > 1) {
            Part second = unwraps.get(1);
            findings.add(subject.found(
                    Rule.UNWRAP_TWICE,
                    second.typeKey(),
                    "Transform '" + second.alias() + "' unwraps what '"
                            + unwraps.get(0).alias() + "' has unwrapped already.",
                    "Keep one of them."));
        }
    }

    private static void deletes(Subject subject, Part part, Findings findings) {
        if (part.isA("ExtractNewRecordState") && part.get(MODE, "tombstone").equals("drop")) {
            dropped(subject, part.prefix() + MODE, "drops deletes and their tombstones", findings);
        }
        if (part.isA("NormalizeEnvelope") && part.get("deletes", "both").equals("drop")) {
            dropped(subject, part.prefix() + "deletes", "drops deletes", findings);
        }
    }

    /** The transform leaves a schema beside the null, and JsonConverter writes a null with a schema as text. */
    private static void tombstones(Subject subject, Part part, Findings findings) {
        boolean isNullLeft =
                part.isA("ExtractNewRecordState") && part.get(MODE, "tombstone").equals("tombstone");
        if (subject.isSource() && isNullLeft && subject.valueConverter().isA("JsonConverter")) {
            findings.add(subject.found(
                    Rule.TOMBSTONES_AS_TEXT,
                    subject.has(part.prefix() + MODE) ? part.prefix() + MODE : part.typeKey(),
                    "A delete leaves '" + part.alias()
                            + "' as a null with a schema, which JsonConverter writes as text:"
                            + " Kafka keeps it as a value, and sinks do not delete.",
                    "Set '" + part.prefix() + MODE + "' to delete-to-tombstone."));
        }
    }

    private static void dropped(Subject subject, String key, String what, Findings findings) {
        findings.add(subject.found(
                Rule.DELETES_DROPPED,
                key,
                "The transform " + what + ": rows that are deleted in the database stay where the records go.",
                "Let tombstones through, or mark deleted rows."));
    }

    private static void filter(Subject subject, Part part, Findings findings) {
        String predicate = subject.get(part.prefix() + "predicate", "").strip();
        boolean isKafkas = part.plugin()
                .map(plugin -> plugin.className().equals("org.apache.kafka.connect.transforms.Filter"))
                .orElse(part.type().equals("org.apache.kafka.connect.transforms.Filter"));
        if (!isKafkas) {
            return;
        }
        if (predicate.isEmpty()) {
            findings.add(subject.found(
                    Rule.FILTER_WITHOUT_PREDICATE,
                    part.typeKey(),
                    "Filter '" + part.alias() + "' has no predicate: it drops every record.",
                    "Set '" + part.prefix() + "predicate'."));
            return;
        }
        boolean isNegated = Boolean.parseBoolean(subject.get(part.prefix() + "negate", ""));
        boolean isOfTombstones = subject.predicates().stream()
                .anyMatch(each ->
                        each.alias().equals(predicate) && (each.isA("RecordIsTombstone") || each.isA("IsDelete")));
        if (subject.isSink() && isOfTombstones && !isNegated && wantsDeletes(subject)) {
            dropped(subject, part.typeKey(), "drops tombstones before a sink that is to delete by them", findings);
        }
    }

    private static boolean wantsDeletes(Subject subject) {
        return Set.of("hard", "soft").contains(subject.get("delete.mode", "none"))
                || Boolean.parseBoolean(subject.get("delete.enabled", "false"));
    }
}
