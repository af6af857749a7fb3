// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.DocumentRules.Promoted;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** How values without a schema become rows. */
public final class DocumentOptions {
    static final String MODE = "schemaless.mode";
    static final String COLUMN = "document.column";
    static final String FIELDS = "document.fields";

    private final AbstractConfig config;

    public DocumentOptions(AbstractConfig config) {
        this.config = config;
    }

    /**
     * Adds the settings.
     *
     * @param type of the document's column
     */
    public static void define(OptionGroup group, String type) {
        group.text(
                        MODE,
                        Choices.text(SchemalessMode.REFUSE),
                        Choices.oneOf(SchemalessMode.REFUSE),
                        "Schemaless mode",
                        "What becomes of a value without a schema (a map, of JsonConverter with schemas.enable=false)."
                                + " document: one " + type + " column, and columns for document.fields. refuse: the"
                                + " record is refused.")
                .text(
                        COLUMN,
                        "document",
                        null,
                        "Document column",
                        "Column for the whole of a schemaless value. Empty for none: document.fields only.")
                .list(
                        FIELDS,
                        "",
                        ConfigChecks.described(DocumentFields::check, "name:type,..."),
                        "Document fields",
                        "Fields of schemaless values with columns of their own, name:type with a type of "
                                + DocumentFields.TYPES + "; a path into nested maps has dots, and its column"
                                + " underscores. For example id:int64,user.email:string,seen_at:timestamp.");
    }

    public DocumentRules rules() {
        List<Promoted> promoted = new ArrayList<>();
        config.getList(FIELDS).forEach(field -> promoted.add(DocumentFields.parse(field)));
        return new DocumentRules(mode(), config.getString(COLUMN), promoted);
    }

    private SchemalessMode mode() {
        return Choices.constant(SchemalessMode.class, config.getString(MODE));
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    public Map<String, String> problems() {
        boolean hasNothing =
                config.getString(COLUMN).isEmpty() && config.getList(FIELDS).isEmpty();
        return mode() == SchemalessMode.DOCUMENT && hasNothing
                ? Map.of(
                        COLUMN,
                        "Invalid value '' for configuration document.column: expected a name, or document.fields, because"
                                + " schemaless.mode is document.")
                : Map.of();
    }
}
