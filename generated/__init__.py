"""What the definitions in derive/cells/ lead to.  Regenerate with `make derive`; do not edit."""
