import pytest

from gridmap.township.schemas import SCHEMAS


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_references_and_keys_name_what_exists(schema):
    names = {field.name for field in schema.fields}
    for field in schema.fields:
        if field.kind == "reference":
            target = {other.name for other in SCHEMAS[field.refers_to].fields}
            assert set(field.refers_by) <= target
    for key in schema.keys:
        assert set(key) <= names


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_heading_means_one_field_only(schema):
    headings = [heading for field in schema.fields for heading in {field.name, field.title, *field.synonyms}]
    assert sorted(headings) == sorted(set(headings))
