// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.FieldFit.Widening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class EvolutionTest {
    private static final TableName T = new TableName("s", "t");
    private static final EvolutionRules ALL = new EvolutionRules(true, true, true, true, true, IncompatibleMode.FAIL);
    private static final EvolutionRules DEFAULT =
            new EvolutionRules(true, true, true, true, false, IncompatibleMode.FAIL);
    private static final EvolutionRules NONE =
            new EvolutionRules(false, false, false, false, false, IncompatibleMode.FAIL);

    /** A store whose types fit if they are equal; all else is said. */
    private static final class Types implements StoreTypes {
        private final Map<String, FieldFit> fits = new HashMap<>();
        private final TableModel wanted;

        Types(TableModel wanted) {
            this.wanted = wanted;
        }

        @Override
        public FieldFit fit(String field, ColumnModel column) {
            String type = wanted.column(field).orElseThrow().type();
            return fits.getOrDefault(field + ">" + column.name(), new FieldFit(type.equals(column.type()), null));
        }

        @Override
        public String describe(String field) {
            return "field " + field;
        }

        @Override
        public String otherColumn(String field) {
            return field + "_other";
        }

        @Override
        public String statement(TableChange change) {
            return "DO " + change.getClass().getSimpleName() + ";";
        }
    }

    private static ColumnModel column(String name, String type) {
        return new ColumnModel(name, type, "", true, false);
    }

    private static ColumnModel required(String name, String type) {
        return new ColumnModel(name, type, "", false, false);
    }

    private static TableModel table(ColumnModel... more) {
        List<ColumnModel> columns = new ArrayList<>(List.of(required("id", "int")));
        columns.addAll(List.of(more));
        return new TableModel(T, columns, List.of("id"), true);
    }

    private static TableModel ofAnother(TableModel table) {
        return new TableModel(table.name(), table.columns(), table.key(), false);
    }

    private static EvolutionRules mode(IncompatibleMode mode) {
        return new EvolutionRules(true, true, true, true, false, mode);
    }

    private static Evolution between(TableModel existing, TableModel wanted, EvolutionRules rules) {
        return Evolution.between(existing, wanted, rules, new Types(wanted));
    }

    private static Evolution fitted(TableModel existing, TableModel wanted, EvolutionRules rules, FieldFit a) {
        Types types = new Types(wanted);
        types.fits.put("a>a", a);
        return Evolution.between(existing, wanted, rules, types);
    }

    @Test
    void createsWhatIsMissingAndLeavesWhatIsThere() {
        TableModel wanted = table(column("a", "text"), column("b", "text"));

        assertThat(between(null, wanted, DEFAULT).changes()).containsExactly(new TableChange.Create(wanted));
        assertThat(between(table(column("b", "text")), wanted, DEFAULT).changes())
                .containsExactly(new TableChange.AddColumns(List.of(column("a", "text"))));
        assertThat(between(wanted, wanted, NONE).changes()).isEmpty();
        assertThat(between(wanted, wanted, NONE).columnOf()).isEqualTo(Map.of("id", "id", "a", "a", "b", "b"));
    }

    @Test
    void namesTheStatementForWhatItMayNotDo() {
        TableModel wanted = table(column("a", "text"), column("b", "text"));

        assertThatThrownBy(() -> between(null, wanted, NONE))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot write to table s.t: it does not exist, and 'auto.create' is false. Run: DO Create;");
        assertThatThrownBy(() -> between(table(), wanted, NONE))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(
                        "Cannot write to table s.t: no column for field(s) a, b, and 'auto.evolve' is false. Run: DO"
                                + " AddColumns;");
    }

    @Test
    void widensAsFarAsItMay() {
        TableModel existing = table(column("a", "short"));
        TableModel wanted = table(column("a", "long"));
        TableChange.Retype change = new TableChange.Retype("a", "short", "long");
        FieldFit quick = new FieldFit(true, new Widening("long", false));
        FieldFit rewriting = new FieldFit(true, new Widening("long", true));

        assertThat(fitted(existing, wanted, DEFAULT, quick).changes()).containsExactly(change);
        assertThat(fitted(existing, wanted, ALL, rewriting).changes()).containsExactly(change);
        for (Evolution spared : List.of(
                fitted(existing, wanted, DEFAULT, rewriting),
                fitted(existing, wanted, NONE, quick),
                fitted(ofAnother(existing), wanted, ALL, quick))) {
            assertThat(spared.changes()).isEmpty();
            assertThat(spared.forgone()).containsExactly(change);
        }
    }

    @Test
    void saysWhyItDoesNotWidenWhereNothingCanBeWrittenElse() {
        TableModel existing = table(column("a", "short"));
        TableModel wanted = table(column("a", "long"));
        FieldFit rewriting = new FieldFit(false, new Widening("long", true));
        String start = "Cannot write field a to column s.t.a: found type short (expected long";
        String end = "). Run: DO Retype; or convert the field with a transform.";

        assertThatThrownBy(() -> fitted(existing, wanted, DEFAULT, rewriting))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage(start + ", which rewrites the table, and 'evolve.rewrite' is false" + end);
        assertThatThrownBy(() -> fitted(existing, wanted, NONE, rewriting))
                .hasMessage(start + ", and 'evolve.widen' is false" + end);
        assertThatThrownBy(() -> fitted(ofAnother(existing), wanted, ALL, rewriting))
                .hasMessage(start + ", and the table is another user's" + end);
        assertThatThrownBy(() -> between(existing, wanted, ALL)).hasMessage(start + end);
    }

    @Test
    void doesWithIncompatibleFieldsAsTold() {
        TableModel existing = table(column("a", "number"));
        TableModel wanted = table(column("a", "text"));

        Evolution quarantined = between(existing, wanted, mode(IncompatibleMode.QUARANTINE));
        assertThat(quarantined.changes()).isEmpty();
        assertThat(quarantined.refusals()).isEqualTo(Map.of("a", "a field a, which type number cannot hold"));
        assertThat(quarantined.columnOf()).containsEntry("a", "a");

        Evolution other = between(existing, wanted, mode(IncompatibleMode.NEW_COLUMN));
        assertThat(other.changes()).containsExactly(new TableChange.AddColumns(List.of(column("a_other", "text"))));
        assertThat(other.columnOf()).containsEntry("a", "a_other");

        TableModel extended = table(column("a", "number"), column("a_other", "text"));
        assertThat(between(extended, wanted, mode(IncompatibleMode.NEW_COLUMN)).changes())
                .isEmpty();
    }

    @Test
    void findsNoOtherColumnForKeysNorForTwoFields() {
        EvolutionRules rules = mode(IncompatibleMode.NEW_COLUMN);
        TableModel number = table(column("a", "number"));
        TableModel strange = new TableModel(T, List.of(required("id", "uuid")), List.of("id"), true);

        assertThatThrownBy(() -> between(strange, table(), rules))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageStartingWith(
                        "Cannot write field id to column s.t.id: found type uuid (expected int). Run: ");
        assertThatThrownBy(() -> between(
                        table(column("a", "number"), column("a_other", "date")), table(column("a", "text")), rules))
                .hasMessageStartingWith("Cannot write field a to column s.t.a_other: found type date (expected text).");
        assertThatThrownBy(() -> between(number, table(column("a", "text"), column("a_other", "text")), rules))
                .hasMessageEndingWith(" to table s.t: its column a_other is another field's. Rename one of them with a"
                        + " transform.");
    }

    @Test
    void relaxesColumnsThatFieldsMayLeaveEmpty() {
        TableModel existing = table(
                required("a", "text"), required("gone", "text"), new ColumnModel("made", "text", "", false, true));
        TableChange relaxA = new TableChange.Relax("a");
        TableChange relaxGone = new TableChange.Relax("gone");

        assertThat(between(existing, table(column("a", "text")), DEFAULT).changes())
                .containsExactly(relaxA, relaxGone);
        assertThat(between(existing, table(required("a", "text")), DEFAULT).changes())
                .containsExactly(relaxGone);
        assertThat(between(existing, table(required("a", "text"), required("made", "text")), DEFAULT)
                        .changes())
                .containsExactly(relaxGone);
        assertThat(between(existing, table(), DEFAULT).changes()).isEmpty();
        assertThat(between(existing, table(column("a", "text")), NONE).changes())
                .isEmpty();
        assertThat(between(ofAnother(existing), table(column("a", "text")), DEFAULT)
                        .changes())
                .isEmpty();
    }

    @Test
    void relaxesTheColumnThatAnotherOneReplaces() {
        TableModel existing = table(required("a", "number"));

        assertThat(between(existing, table(column("a", "text")), mode(IncompatibleMode.NEW_COLUMN))
                        .changes())
                .containsExactly(
                        new TableChange.AddColumns(List.of(column("a_other", "text"))), new TableChange.Relax("a"));
    }
}
