"""Documents in and out: YAML, JSON and mappings to the model, every problem with its place."""

from ipt_rules.documents.inventories import (
    check_inventory,
    dump_inventory,
    inventory_to_yaml,
    load_inventory,
)

__all__ = ["check_inventory", "dump_inventory", "inventory_to_yaml", "load_inventory"]
